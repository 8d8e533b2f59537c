using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Hinge.Cli;

/// <summary>Adds a verb's examples to its help.</summary>
internal sealed class HelpExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["demo"] = ["hinge demo"],
        ["data"] = ["hinge data digits.svm", "hinge data reviews.csv --label stars --threads 2", "hinge data X.npy --labels y.npy --columns", "hinge data iris.csv --label species --json"],
        ["train"] =
        [
            "hinge train digits.svm --cost 0.1 --test-split 0.2 -o digits.hinge",
            "hinge train X.npy --labels y.npy --loss softmax --lambda 1e-4 --test-split 0.1 --stratify -o model.hinge",
            "hinge train larger-than-memory.hinge --block 256 -o model.hinge",
            "hinge train big.svm --cost 10 --checkpoint big.checkpoint --every 5m --resume -o big.hinge",
            "hinge train digits.svm --cost 0.4 --start digits.duals -o digits.hinge",
            "zcat clicks.svm.gz | hinge train - --zero-based yes -o clicks.hinge",
            "hinge train reviews.csv --label stars --test-split 0.2 -o reviews.hinge",
            "hinge train 'parts/*.parquet' --label section --text summary --ignore id -o sections.hinge",
            "hinge train --sql \"select body, stars from 'reviews.parquet' where stars <> 3\" --label stars -o reviews.hinge",
            "hinge train iris.csv --label species --bias 1 --class-weight balanced -o iris.hinge --json",
            "hinge train digits.svm --loss softmax --solver gradient-descent --l1 0.5 --gap 1e-2 -o sparse.hinge",
            "hinge train digits.svm --cost 0.02 --calibrate 5 -o digits.hinge",
            "hinge train digits.svm --cost 0.1 --plot training.png -o digits.hinge",
            "hinge train digits.svm --solver gradient-descent --holdout 0.1 --schedule cosine -o early.hinge",
        ],
        ["tune"] =
        [
            "hinge tune digits.svm -o digits.hinge --plot tuning.svg",
            "hinge tune digits.svm --from 0.01 --to 10 --steps 7 --folds 10 --one-standard-error -o digits.hinge",
            "hinge tune X.npy --labels y.npy --loss softmax --costs 0.01,0.1,1 --resume folds.jsonl -o model.hinge --json",
        ],
        ["predict"] = ["hinge predict digits.hinge new.svm", "hinge predict reviews.hinge new.csv --scores -o scores.csv", "hinge predict digits.hinge new.svm --top 3", "hinge predict digits.hinge new.svm --probabilities", "tail -f new.svm | hinge predict digits.hinge - --line-by-line"],
        ["evaluate"] = ["hinge evaluate digits.hinge test.svm", "hinge evaluate digits.hinge test.svm --plot evaluation.png", "hinge evaluate digits.hinge test.svm --report report.html --shape 8x8", "hinge evaluate digits.hinge test.svm --reliability calibration.svg"],
        ["verify"] = ["hinge verify digits.hinge digits.svm", "hinge verify digits.hinge digits.svm --duals digits.duals"],
        ["convert"] = ["hinge convert big.svm big.hinge", "hinge convert X.npz --labels y.npy data.hinge", "hinge convert data.hinge data.svm", "hinge convert --sql \"select a, b, label from 'x/*.parquet'\" -o data.hinge", "hinge convert digits.hinge digits.liblinear", "hinge convert liblinear.model model.hinge", "hinge convert coefficients.npz model.hinge", "hinge convert iris-model.hinge iris.onnx --check iris.csv"],
        ["gradient"] = ["hinge gradient X.npy --labels y.npy --weights W.npy --lambda 0.1 -o dW.npy"],
        ["check"] = ["hinge check digits.svm --loss crammer-singer", "hinge check X.npy --labels y.npy --weights W.npy", "hinge check --exec \"python3 my_svm.py\""],
        ["diagnose"] =
        [
            "hinge diagnose --features X.npy --labels y.npy --weights W.npy --gradient dW.npy",
            "hinge diagnose --features X.npy --labels y.npy --weights W.npy --gradient dW.npy --loss-value 8.73 --lambda 0.1",
        ],
        ["explain"] =
        [
            "hinge explain digits.svm --example 5 --model digits.hinge",
            "hinge explain X.npy --labels y.npy --weights W.npy --example 0 --step 0.1",
            "hinge explain X.npy --labels y.npy --weights W.npy --example 0 --programs",
            "hinge explain X.npy --labels y.npy --weights W.npy --column 3 --lambda 0.1",
            "hinge explain X.npy --labels y.npy --weights W.npy --entry 10,3",
            "hinge explain digits.svm --example 5 --model digits.hinge --plot terms.png",
            "hinge explain digits.svm --example 5 --model digits.hinge --shape 8x8 --plot terms.svg",
        ],
        ["play"] = ["hinge play", "hinge play digits.svm --model digits.hinge", "hinge play --port 0 --no-browser --json"],
        ["weights"] = ["hinge weights reviews.hinge --top 5", "hinge weights reviews.hinge --class 1 --class 5 --plot words.svg", "hinge weights digits.hinge --shape 8x8 --plot templates.png"],
        ["completion"] = ["source <(hinge completion bash)", "source <(hinge completion zsh)", "hinge completion fish > ~/.config/fish/completions/hinge.fish"],
    };

    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Terminal.JsonOption);
        root.Options.Add(Terminal.QuietOption);
        foreach (Option option in root.Options)
            if (option is HelpOption { Action: HelpAction help }) option.Action = new HelpExamples(help);
    }

    public override int Invoke(ParseResult parseResult)
    {
        Terminal.Print(() => Print(parseResult));
        return ExitCode.Success;
    }

    private void Print(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (!Examples.TryGetValue(parseResult.CommandResult.Command.Name, out string[]? examples))
        {
            output.WriteLine("Begin with hinge demo. Exit codes: 0 success, 1 a negative answer, 2 bad usage or bad input.");
            if (!PortablePart.IsIncluded) output.WriteLine(PortablePart.HelpText);
            return;
        }
        output.WriteLine("Examples:");
        foreach (string example in examples)
            output.WriteLine($"  {example}");
    }
}
