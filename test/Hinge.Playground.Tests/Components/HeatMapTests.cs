using Bunit;
using Hinge.Checking;
using Hinge.Losses;
using Hinge.Playground.Components.Matrix;
using Hinge.Playground.Sessions;

namespace Hinge.Playground.Tests.Components;

public sealed class HeatMapTests : BunitContext
{
    [Fact]
    public void LitCells_OfEveryLossAndEntry_AreTheLedgersTerms()
    {
        foreach (string loss in Loss.Names)
        {
            PlaneAnswer answer = new(PlanePresets.All[0].State with { LossName = loss });
            for (int f = 0; f < PlaneState.FeatureCount; f++)
                for (int j = 0; j < 3; j++)
                {
                    GradientLedger ledger = GradientLedger.OfEntry(answer.Form, answer.Weights, f, j, int.MaxValue);
                    IRenderedComponent<HeatMap> coefficients = Render<HeatMap>(map => map.Add(c => c.Answer, answer).Add(c => c.Feature, f).Add(c => c.Class, j));
                    Assert.Equal(ledger.Terms.Select(term => term.Example).Distinct().Count(), coefficients.FindAll("rect.lit").Count);
                    IRenderedComponent<HeatMap> violations = Render<HeatMap>(map => map.Add(c => c.Answer, answer).Add(c => c.Feature, f).Add(c => c.Class, j).Add(c => c.ShowsViolations, true));
                    if (answer.Form.Loss.Delta is not null) Assert.Equal(ledger.Terms.Count, violations.FindAll("rect.lit").Count);
                }
        }
    }

    [Fact]
    public void Row_Pressed_NamesItsExample()
    {
        int chosen = -1;
        IRenderedComponent<HeatMap> map = Render<HeatMap>(parameters => parameters.Add(c => c.Answer, new PlaneAnswer(PlanePresets.All[0].State)).Add(c => c.OnSelect, example => chosen = example));
        map.FindAll("g.row")[4].Click();
        Assert.Equal(4, chosen);
    }
}
