using Hinge.Data;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

public class GradientDescentDivergenceTests
{
    [Theory]
    [InlineData("weston-watkins", 1e300)]
    [InlineData("squared-weston-watkins", 1e6)]
    public void Train_LearningRateFarTooLarge_KeepsTheBestModelAndSaysThatItDiverged(string loss, double learningRate)
    {
        Dataset data = Blobs.Dense(100, 5, 3, seed: 6);
        GradientDescent trainer = new(new GradientDescentOptions { LearningRate = learningRate, Schedule = StepSchedule.Constant });
        TrainingResult result = trainer.Train(data, Train.Objective(loss, 1), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.Diverged, result.StopReason);
        Assert.Equal(StopReason.Diverged, result.Certificate.StopReason);
        Assert.True(double.IsFinite(result.Certificate.Primal) && result.Certificate.Dual <= result.Certificate.Primal, $"The certificate must be finite and in order; got {result.Certificate}.");
    }
}
