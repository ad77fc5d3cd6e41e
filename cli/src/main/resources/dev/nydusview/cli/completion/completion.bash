# Completion of nydusview for bash 4 and later, made by "nydusview completion bash".
# shellcheck shell=bash disable=SC2034 # tables set variables of the function that reads them

#GENERATED#

# Splits the line $1 at blanks, without expanding anything: sets typed to its whole words, current to the text of the last
# one, and cut to the number of characters of it that readline does not count to the word.
_nydusview_split() {
  local text=$1 char quote='' begun='' i
  typed=() current='' cut=0
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    if [[ $quote = "'" && $char != "'" ]] || [[ $quote = '"' && $char != [\"\\] ]]; then
      current+=$char
    elif [[ $quote = '"' && $char = "\\" ]]; then
      [[ ${text:i+1:1} != [\"\\\$\`] ]] || ((i += 1))
      current+=${text:i:1}
    elif [[ $quote ]]; then
      quote=''
    elif [[ $char = [\'\"] ]]; then
      quote=$char begun=yes cut=${#current}
    elif [[ $char = "\\" ]]; then
      ((i += 1))
      current+=${text:i:1}
    elif [[ $char = [[:space:]] ]]; then
      [[ ! $begun$current ]] || typed+=("$current")
      current='' begun='' cut=0
    else
      current+=$char
      [[ $COMP_WORDBREAKS != *"$char"* ]] || cut=${#current}
    fi
  done
}

# Sets command to that of the words in typed, and open to the option whose value is next, if one is.
_nydusview_command() {
  local word end=''
  command='' open=''
  _nydusview_table ''
  for word in "${typed[@]:1}"; do
    if [[ $open ]]; then
      open=''
    elif [[ $word = -* && ! $end ]]; then
      _nydusview_value "$command" "$word"
      [[ $kind = none ]] || open=$word
      [[ $word != -- ]] || end=yes
    elif [[ $command != help && " ${next[*]} " = *" $word "* ]]; then
      command+=${command:+ }$word
      _nydusview_table "$command"
    fi
  done
}

# Asks the program: sets kind and candidates.
_nydusview_ask() {
  local program=${typed[0]/#\~\//$HOME/}
  type -P -- "$program" >/dev/null || program=nydusview
  mapfile -t candidates < <("$program" complete "${typed[@]:1}" "$@" 2>/dev/null </dev/null)
  kind=${candidates[0]:-other}
  candidates=("${candidates[@]:1}")
}

# Sets candidates for $1, which is the value of an option, or an argument.
_nydusview_candidates() {
  local value=$1
  shift
  case $kind in
    images | paths | repositories | registries | argument) _nydusview_ask "$@" "$value" ;;
    words) candidates=("${words[@]/#/$([[ $value != *,* ]] || printf '%s,' "${value%,*}")}") ;;
  esac
  case $kind in
    files) mapfile -t candidates < <(compgen -f -- "$value") ;;
    directories) mapfile -t candidates < <(compgen -d -- "$value") ;;
    program) mapfile -t candidates < <(compgen -c -- "$value") ;;
  esac
}

_nydusview() {
  local typed current cut command open kind=none words next options candidates=() candidate start=''
  _nydusview_split "${COMP_LINE:0:COMP_POINT}"
  _nydusview_command
  if [[ $open ]]; then
    _nydusview_value "$command" "$open"
    _nydusview_candidates "$current"
  elif [[ $current = --*=* ]]; then
    start=${current%%=*}=
    _nydusview_value "$command" "${start%=}"
    _nydusview_candidates "${current#*=}" "${start%=}"
  elif [[ $current = -* ]]; then
    candidates=("${options[@]}")
  elif ((${#next[@]})); then
    candidates=("${next[@]}")
  else
    kind=argument
    _nydusview_candidates "$current"
  fi
  COMPREPLY=()
  for candidate in "${candidates[@]}"; do
    candidate=$start$candidate
    [[ $candidate != "$current"* ]] || COMPREPLY+=("${candidate:cut}")
  done
  _nydusview_present
}

# Tells readline how to insert what is found: names are quoted, and what may continue is not followed by a blank.
_nydusview_present() {
  if [[ $kind = @(files|directories|paths) || ${COMPREPLY[*]} = *[!a-zA-Z0-9._/:@,=+\ -]* ]]; then
    compopt -o filenames
  fi
  if [[ ${#COMPREPLY[@]} = 1 && ${COMPREPLY[0]} = *[/:=] ]]; then
    compopt -o nospace
  fi
} 2>/dev/null

complete -F _nydusview nydusview
