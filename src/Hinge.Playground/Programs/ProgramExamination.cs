using Hinge.Checking.Diagnosing;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Playground.Sessions;

namespace Hinge.Playground.Programs;

/// <summary>A program run on the small problem, and what the diagnosis says of what it returns. The loss meant is that of Weston and Watkins.</summary>
public sealed class ProgramExamination
{
    /// <summary>Runs and diagnoses.</summary>
    /// <param name="entry">The program.</param>
    /// <param name="answer">The small problem.</param>
    public ProgramExamination(ProgramEntry entry, PlaneAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(answer);
        Entry = entry;
        Run = Interpreter.Run(entry.Lines, ProgramShelf.InputOf(answer), answer.State.Selected);
        Form = new MeanForm(answer.Data, new WestonWatkins(new Delta(answer.State.Delta)), answer.State.Lambda);
        TrueGradient = new WeightMatrix(answer.Weights.FeatureCount, answer.Weights.ClassCount);
        TrueLoss = Form.ValueAndGradient(answer.Weights, TrueGradient);
        User = new UserGradient(new WeightMatrix(Run.Gradient.Rows, Run.Gradient.Columns, Run.Gradient.Elements.ToArray()), Run.Loss);
        Report = GradientDiagnosis.Run(Form, answer.Weights, User);
    }

    /// <summary>The program.</summary>
    public ProgramEntry Entry { get; }

    /// <summary>Its run, seen at the selected example.</summary>
    public ProgramRun Run { get; }

    /// <summary>The objective meant.</summary>
    public MeanForm Form { get; }

    /// <summary>The right dW, D×K.</summary>
    public WeightMatrix TrueGradient { get; }

    /// <summary>The right loss.</summary>
    public double TrueLoss { get; }

    /// <summary>What the program returned.</summary>
    public UserGradient User { get; }

    /// <summary>What the diagnosis says.</summary>
    public DiagnosisReport Report { get; }
}
