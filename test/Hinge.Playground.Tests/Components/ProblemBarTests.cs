using Bunit;
using Hinge.Playground.Components.Plane;
using Hinge.Playground.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Hinge.Playground.Tests.Components;

public sealed class ProblemBarTests : BunitContext
{
    private readonly PlaySession _session = new();

    public ProblemBarTests() => Services.AddSingleton(_session);

    [Fact]
    public void Step_Pressed_IsTheAnswersStep()
    {
        PlaneState expected = _session.Answer.Stepped();
        IRenderedComponent<ProblemBar> bar = Render<ProblemBar>();
        bar.Find("#step").Click();
        Assert.Equal(expected.Weights.AsEnumerable(), _session.State.Weights);
        Assert.False(bar.Find("#undo").HasAttribute("disabled"));
        Assert.Equal(Numbers.Exact(_session.Answer.Value), bar.Find("#objective").GetAttribute("data-value"));
    }

    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("99", 10)]
    [InlineData("-1", 0)]
    [InlineData("NaN", 0.01)]
    [InlineData("", 0.01)]
    public void Lambda_Typed_IsHeldInItsRange(string text, double expected)
    {
        Render<ProblemBar>().Find("#lambda").Change(text);
        Assert.Equal(expected, _session.State.Lambda);
    }

    [Fact]
    public void Loss_WithoutMargin_HidesDelta()
    {
        IRenderedComponent<ProblemBar> bar = Render<ProblemBar>();
        Assert.Single(bar.FindAll("#delta"));
        bar.Find("#loss").Change("softmax");
        Assert.Empty(bar.FindAll("#delta"));
        bar.Find("#loss").Change("no such loss");
        Assert.Equal("softmax", _session.State.LossName);
    }

    [Fact]
    public void Optimum_WithoutPenalty_IsDisabled()
    {
        IRenderedComponent<ProblemBar> bar = Render<ProblemBar>();
        bar.Find("#lambda").Change("0");
        Assert.True(bar.Find("#optimum").HasAttribute("disabled"));
    }
}
