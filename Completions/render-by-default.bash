
# `lofi-render song.mid …` is `lofi-render render song.mid …`, and is completed as such.
_lofi-render_by_default() {
    local -a songs=()
    if ! declare -F "_lofi-render_${COMP_WORDS[1]}" >/dev/null && [[ ${COMP_CWORD} -gt 1 || ${COMP_WORDS[1]} == -* ]]; then
        local -i cut=$((${#COMP_WORDS[0]} + 1))
        COMP_LINE="${COMP_LINE:0:cut}render ${COMP_LINE:cut}"
        COMP_POINT=$((COMP_POINT + 7))
        COMP_WORDS=("${COMP_WORDS[0]}" render "${COMP_WORDS[@]:1}")
        COMP_CWORD=$((COMP_CWORD + 1))
    elif [[ ${COMP_CWORD} -eq 1 ]]; then
        # The first word may be a song.
        mapfile -t songs < <(compgen -f -- "${2}")
    fi
    _lofi-render "$@"
    COMPREPLY+=("${songs[@]}")
}
complete -o filenames -F _lofi-render_by_default lofi-render
