#compdef nydusview
# Completion of nydusview for zsh, made by "nydusview completion zsh".

# Adds images, or paths in them, that the word begins, as far as this machine's data tell.
_nydusview_candidates() {
  local program=${nydusview_typed[1]/#\~\//$HOME/} candidate ret=1
  local -a before=("${(@)nydusview_typed[2,-1]}") answer whole open
  [[ $IPREFIX != --*= ]] || before+=("${IPREFIX%=}")
  (( $+commands[$program] )) || [[ -x $program ]] || program=nydusview
  answer=("${(@f)$("$program" complete "${(@)before}" "${(Q)PREFIX}" 2>/dev/null </dev/null)}")
  case $answer[1] in
    (files) _files && return ;;
    (directories) _directories && return ;;
  esac
  for candidate in "${(@)answer[2,-1]}"; do
    if [[ $candidate = *[/:] ]]; then
      open+=("$candidate")
    else
      whole+=("$candidate")
    fi
  done
  (( ! $#open )) || compadd -S '' -a open && ret=0
  (( ! $#whole )) || compadd -a whole && ret=0
  return ret
}

#GENERATED#
_nydusview() {
  local -a nydusview_typed=("${(@Q)words[1,CURRENT-1]}")
  _nydusview_commands
}

if [[ $funcstack[1] = _nydusview ]]; then
  _nydusview "$@"
else
  compdef _nydusview nydusview
fi
