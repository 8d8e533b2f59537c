namespace Hinge.Training.Checkpoints;

/// <summary>What a run was doing at a checkpoint.</summary>
internal enum TrainingStage
{
    /// <summary>Coordinate ascent with weights in float.</summary>
    SingleAscent,

    /// <summary>Coordinate ascent with weights in double.</summary>
    DoubleAscent,

    /// <summary>The method of multipliers.</summary>
    Multipliers,

    /// <summary>Gradient descent.</summary>
    Descent,
}
