using Hinge.Losses;

namespace Hinge.Models.Liblinear;

/// <summary>What LIBLINEAR minimized: a line of the table in its README, under <c>-s</c>.</summary>
/// <param name="Number">As <c>-s</c> is given.</param>
/// <param name="Name">As model files say it.</param>
/// <param name="Task">What it is for.</param>
/// <param name="TwoClassLoss">The loss of two columns that differ by its single vector.</param>
/// <param name="Loss">The loss of three and more columns.</param>
internal sealed record LiblinearSolver(int Number, string Name, LiblinearTask Task, Func<Loss>? TwoClassLoss = null, Func<Loss>? Loss = null)
{
    private const string ProgramName = "LIBLINEAR (";

    /// <summary>Crammer and Singer's: the one that keeps a column a class of two classes too.</summary>
    public static LiblinearSolver CrammerSinger { get; } = new(4, "MCSVM_CS", LiblinearTask.Classification, () => new CrammerSinger(), () => new CrammerSinger());

    /// <summary>Logistic regression, whose scores liblinear-predict turns into probabilities.</summary>
    public static LiblinearSolver Logistic { get; } = OfLogistic(0, "L2R_LR");

    private static LiblinearSolver[] All { get; } =
    [
        Logistic,
        OfSquaredHinge(1, "L2R_L2LOSS_SVC_DUAL"),
        OfSquaredHinge(2, "L2R_L2LOSS_SVC"),
        new(3, "L2R_L1LOSS_SVC_DUAL", LiblinearTask.Classification, () => new WestonWatkins(), () => new OneVsRest()),
        CrammerSinger,
        OfSquaredHinge(5, "L1R_L2LOSS_SVC"),
        OfLogistic(6, "L1R_LR"),
        OfLogistic(7, "L2R_LR_DUAL"),
        new(11, "L2R_L2LOSS_SVR", LiblinearTask.Regression),
        new(12, "L2R_L2LOSS_SVR_DUAL", LiblinearTask.Regression),
        new(13, "L2R_L1LOSS_SVR_DUAL", LiblinearTask.Regression),
        new(21, "ONECLASS_SVM", LiblinearTask.OutlierDetection),
    ];

    /// <summary>The solver of a name, or null.</summary>
    public static LiblinearSolver? Find(string name) => Array.Find(All, solver => solver.Name == name);

    /// <summary>As what to write a model: what it was, where it is LIBLINEAR's; else what predicts the same.</summary>
    public static LiblinearSolver For(LinearModel model)
    {
        if (model.Certificate.ImportedFrom is { } program && program.StartsWith(ProgramName, StringComparison.Ordinal) && Find(program[ProgramName.Length..].TrimEnd(')')) is { Task: LiblinearTask.Classification } known)
            return known;
        // Of two classes softmax is logistic regression; of more LIBLINEAR's is one against the rest, whose probabilities are others.
        return model.ClassCount == 2 && model.Objective.Loss is Softmax ? Logistic : CrammerSinger;
    }

    /// <summary>What a model's certificate says that it is from.</summary>
    public string Program => $"{ProgramName}{Name})";

    /// <summary>Whether so many classes have a single vector, whose score's sign decides.</summary>
    public bool HasSingleVector(int classCount) => classCount == 2 && this != CrammerSinger;

    /// <summary>The loss nearest to what was minimized: the same but for logistic regression of three and more classes, each against the rest.</summary>
    public Loss LossFor(int classCount) => (HasSingleVector(classCount) ? TwoClassLoss : Loss)!();

    private static LiblinearSolver OfSquaredHinge(int number, string name) => new(number, name, LiblinearTask.Classification, () => new SquaredWestonWatkins(), () => new SquaredOneVsRest());

    private static LiblinearSolver OfLogistic(int number, string name) => new(number, name, LiblinearTask.Classification, () => new Softmax(), () => new OneVsRest());
}
