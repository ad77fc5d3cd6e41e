# Completion of nydusview for fish, made by "nydusview completion fish".

# Tells whether the command of the line is $argv[1].
function __nydusview_at
    set -l words (commandline -opc)
    set -l current ''
    for word in $words[2..]
        string match -q -- '-*' $word; and continue
        set -l next (string trim -- "$current $word")
        contains -- $next $__nydusview_commands; or break
        set current $next
    end
    test "$current" = "$argv[1]"
end

# Prints images, or paths in them, that the word begins, as far as this machine's data tell.
function __nydusview_candidates
    set -l words (commandline -opc)
    set -l token (commandline -ct)
    set -l option (string match -rg -- '^(--[^=]+)=' "$token")
    set -l word (string replace -r -- '^--[^=]+=' '' "$token" | string unescape 2>/dev/null)
    or set word (string replace -r -- '^[\'"]' '' "$token")
    set -l answer (command $words[1] complete $words[2..] $option "$word" 2>/dev/null </dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path "$word"
        case directories
            __fish_complete_directories "$word"
        case '*'
            string join \n -- $answer[2..]
    end
end

complete -c nydusview -f
#GENERATED#
