using System.CommandLine;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge completion</c>: the script by which a shell completes verbs and options; file names stay the shell's.</summary>
/// <remarks>The scripts ask the program itself, through System.CommandLine's <c>[suggest:POSITION]</c>, so they know what it knows.</remarks>
internal static class CompletionVerb
{
    /// <summary>Files come first where no option is begun: a list of all options helps nobody who looks for data.</summary>
    private const string Bash = """
        _hinge() {
          local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
          COMPREPLY=()
          if [ "$COMP_CWORD" -eq 1 ] || [ "${word:0:1}" = "-" ]; then
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
          fi
        }
        complete -o default -F _hinge hinge
        """;

    private const string Zsh = """
        #compdef hinge
        _hinge() {
          if (( CURRENT == 2 )) || [[ $words[CURRENT] == -* ]]; then
            compadd -- ${(f)"$($words[1] "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"}
          else
            _files
          fi
        }
        if [ "$funcstack[1]" = "_hinge" ]; then _hinge; else compdef _hinge hinge; fi
        """;

    private const string Fish = """
        function __hinge_complete
            set -l line (commandline -cp)
            hinge "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c hinge -n "test (count (commandline -opc)) -eq 1; or string match -q -- '-*' (commandline -ct)" -f -a "(__hinge_complete)"
        """;

    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Command command = new("completion", "Prints the script by which a shell completes verbs and options.") { shell };
        command.SetAction(parsed => Terminal.Run(parsed, _ =>
        {
            Terminal.Print(() => Console.Out.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish }));
            return ExitCode.Success;
        }));
        return command;
    }
}
