using CsCheck;
using Hinge.Losses;
using Hinge.Playground.Sessions;

namespace Hinge.Playground.Tests.Sessions;

public sealed class PlaneLinkTests
{
    [Fact]
    public void Link_OfEveryPreset_ReadsBackTheSame()
    {
        foreach (PlanePreset preset in PlanePresets.All) RequireSame(preset.State);
    }

    [Fact]
    public void Link_OfAnyState_ReadsBackTheSame() =>
        (from k in Gen.Int[2, PlaneState.ClassLimit]
         from points in Gen.Select(Gen.Double[-4, 4], Gen.Double[-4, 4], Gen.Int[0, k - 1]).Array[1, PlaneState.PointLimit]
         from weights in Gen.Double[-1e6, 1e6].Array[3 * k]
         from loss in Gen.Int[0, Loss.Names.Count - 1].Select(at => Loss.Names[at])
         from numbers in Gen.Select(Gen.Double[1e-3, 100], Gen.Double[0, 1], Gen.Double[1e-6, 10])
         from at in Gen.Int[0, points.Length - 1]
         from entry in Gen.Select(Gen.Int[0, 2], Gen.Int[0, k - 1])
         select new PlaneState
         {
             Points = [.. points.Select(p => new PlanePoint(p.Item1, p.Item2, p.Item3))],
             ClassCount = k,
             Weights = [.. weights],
             LossName = loss,
             Delta = numbers.Item1,
             Lambda = numbers.Item2,
             Rate = numbers.Item3,
             Selected = at,
             EntryFeature = entry.Item1,
             EntryClass = entry.Item2,
         }).Sample(RequireSame, iter: 200);

    [Fact]
    public void LargestState_FitsTheLimitsOfLinks()
    {
        PlaneState state = PlanePresets.All[^1].State;
        state = state with { Points = [.. state.Points.Select(point => point with { X = -3.999, Y = -3.999 })], Weights = [.. state.Weights.Select(_ => -1.2345678901234567e-5)] };
        Assert.Equal(PlaneState.PointLimit, state.Points.Length);
        Assert.InRange(PlaneLink.Write(state).Length, 1, LinkQuery.LengthLimit);
        RequireSame(state);
    }

    [Theory]
    [InlineData("k=11&points=0,0,0&w=1", "k must be a whole number from 2 to 10; got 11.")]
    [InlineData("k=2&points=5,0,0&w=1,1,1,1,1,1", "points must be x,y,class with x and y within ±4 and a class below 2; got 5,0,0.")]
    [InlineData("k=2&points=0,0,2&w=1,1,1,1,1,1", "points must be x,y,class with x and y within ±4 and a class below 2; got 0,0,2.")]
    [InlineData("k=2&points=NaN,0,0&w=1,1,1,1,1,1", "points must be x,y,class with x and y within ±4 and a class below 2; got NaN,0,0.")]
    [InlineData("k=2&points=0,0,0&w=1,1,1,1,1", "w must be 6 numbers within ±1000000, row by row of W; got 1,1,1,1,1.")]
    [InlineData("k=2&points=0,0,0&w=1,1,1,1,1,1e300", "w must be 6 numbers within ±1000000, row by row of W; got 1,1,1,1,1,1e300.")]
    public void Link_ThatBreaksARule_IsNamedAndNotShown(string query, string complaint)
    {
        LinkQuery link = new("http://localhost/plane?" + query);
        Assert.Null(PlaneLink.Read(link));
        Assert.Equal(complaint, Assert.Single(link.Complaints));
    }

    [Theory]
    [InlineData("loss=l2", "loss must be one of")]
    [InlineData("lambda=-1", "lambda must be a number from 0 to")]
    [InlineData("rate=∞", "rate must be a number from")]
    [InlineData("at=7", "at must be a whole number from 0 to 0; got 7.")]
    [InlineData("entry=3,0", "entry must be row,column of W, below 3 and 2; got 3,0.")]
    public void Link_WithOneBadValue_HasItsDefault(string query, string complaint)
    {
        LinkQuery link = new("http://localhost/plane?k=2&points=0,0,0&w=1,1,1,1,1,1&" + query);
        PlaneState? state = PlaneLink.Read(link);
        Assert.NotNull(state);
        Assert.StartsWith(complaint, Assert.Single(link.Complaints), StringComparison.Ordinal);
        Assert.Equal((Loss.Names[0], 0.01, 0.1, 0, 0), (state.LossName, state.Lambda, state.Rate, state.Selected, state.EntryFeature));
    }

    [Fact]
    public void Link_ThatIsTooLong_IsNotRead()
    {
        LinkQuery link = new("/plane?points=" + new string('1', LinkQuery.LengthLimit));
        Assert.True(link.IsEmpty);
        Assert.Contains("at most 24,000 characters", Assert.Single(link.Complaints), StringComparison.Ordinal);
    }

    private static void RequireSame(PlaneState state)
    {
        LinkQuery query = new("http://127.0.0.1:5105/plane?" + PlaneLink.Write(state));
        PlaneState? read = PlaneLink.Read(query);
        Assert.Empty(query.Complaints);
        Assert.NotNull(read);
        Assert.Equal(state.Points.AsEnumerable(), read.Points);
        Assert.Equal(state.Weights.AsEnumerable(), read.Weights);
        Assert.Equal(state, read with { Points = state.Points, Weights = state.Weights });
    }
}
