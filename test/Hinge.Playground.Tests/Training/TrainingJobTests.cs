using Hinge.Playground.Tests.Browsing;
using Hinge.Playground.Training;
using Hinge.Training;

namespace Hinge.Playground.Tests.Training;

public sealed class TrainingJobTests
{
    [Fact]
    public async Task Job_RunToItsEnd_HasTheTrainersResultAndGivesItsPlaceBack()
    {
        using TrainingGate gate = new();
        Assert.True(gate.TryEnter());
        using TrainingJob job = new(TimeSpan.Zero);
        TrainingSettings settings = new() { Gap = 0.01 };
        await job.RunAsync(BrowserFixture.Digits, settings, gate);
        TrainingResult expected = new DualCoordinateAscent().Train(BrowserFixture.Digits, settings.Objective, new TrainingOptions { RelativeGap = 0.01, EpochLimit = settings.Passes }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(expected.Certificate.Primal, job.Result!.Certificate.Primal);
        Assert.Equal(expected.Model.Weights.Values.ToArray(), job.Weights!.Values.ToArray());
        Assert.Equal(expected.Model.Predict(BrowserFixture.Digits.Features), job.Predicted);
        Assert.NotEmpty(job.Reports);
        for (int place = 0; place < TrainingGate.Limit; place++) Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());
    }

    [Fact]
    public async Task Job_Cancelled_EndsWithWeights()
    {
        using TrainingGate gate = new();
        Assert.True(gate.TryEnter());
        using TrainingJob job = new(TimeSpan.FromSeconds(30));
        Task running = job.RunAsync(BrowserFixture.Digits, new TrainingSettings { Gap = 1e-9 }, gate);
        while (job.Weights is null && !running.IsCompleted) await Task.Delay(10, TestContext.Current.CancellationToken);
        job.Cancel();
        await running;
        Assert.Equal(StopReason.Cancelled, job.Result!.StopReason);
        job.Dispose();
        job.Cancel(); // of one that is over: nothing
    }

    [Fact]
    public async Task Job_OfACostBelowZero_HasAComplaintInWords()
    {
        using TrainingGate gate = new();
        Assert.True(gate.TryEnter());
        using TrainingJob job = new(TimeSpan.Zero);
        await job.RunAsync(BrowserFixture.Digits, new TrainingSettings { Cost = -1 }, gate);
        Assert.True(job.HasEnded);
        Assert.Contains("must", job.Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 8)]
    [InlineData(780, 28)]
    [InlineData(10, null)]
    [InlineData(750, null)]
    public void Shape_OfFeatures_IsTheSquareTheyFill(int featureCount, int? side)
    {
        Hinge.Data.Dataset data = new(new Hinge.Data.DenseMatrix<float>(1, featureCount, new float[featureCount]), new Hinge.Data.Labels([0], 2));
        Assert.Equal(side is { } rows ? new ImageShape(rows, rows) : (ImageShape?)null, ImageShape.Of(data));
    }

    [Fact]
    public void Image_OfTwoNumbers_HasTheirColours()
    {
        byte[] bytes = Convert.FromBase64String(PixelImage.Source([1, -1], 1, 2, 1)["data:image/bmp;base64,".Length..]);
        // Blue, green, red from byte 54 on; rows are filled up to four bytes.
        Assert.Equal([0, 75, 190, 160, 80, 5, 0, 0], bytes[54..]);
    }
}
