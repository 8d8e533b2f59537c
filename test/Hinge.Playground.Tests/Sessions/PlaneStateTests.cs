using Hinge.Playground.Sessions;

namespace Hinge.Playground.Tests.Sessions;

public sealed class PlaneStateTests
{
    [Fact]
    public void Point_MovedBeyondThePlane_StaysAtItsEdge()
    {
        PlaneState state = PlanePresets.All[0].State.WithPointAt(2, 99, -99);
        Assert.Equal((PlaneState.Extent, -PlaneState.Extent), (state.Points[2].X, state.Points[2].Y));
    }

    [Fact]
    public void Point_AddedToAFullPlane_IsNot() =>
        Assert.Equal(PlaneState.PointLimit, PlanePresets.All[^1].State.WithPoint(0, 0, 0).Points.Length);

    [Fact]
    public void LastPoint_IsNotRemoved() =>
        Assert.Single(PlanePresets.All[1].State.WithoutPoint(0).Points);

    [Theory]
    [InlineData(11, 11, 10)]
    [InlineData(11, 3, 10)]
    [InlineData(3, 11, 3)]
    [InlineData(3, 3, 3)]
    public void Removal_KeepsTheSelection(int selected, int removed, int expected) =>
        Assert.Equal(expected, (PlanePresets.All[0].State with { Selected = selected }).WithoutPoint(removed).Selected);

    [Fact]
    public void Field_ClippedFromASquare_KeepsItsPositiveSide()
    {
        AffineField field = new(Constant: 1, XSlope: 2, YSlope: 0);
        Assert.All(field.Clip(AffineField.Square(4)), corner => Assert.True(corner.X >= -0.5 - 1e-12));
        (double x1, double y1, double x2, double y2) = field.ZeroWithin(4)!.Value;
        Assert.Equal((-0.5, -0.5, 8), (x1, x2, Math.Abs(y1 - y2)));
        Assert.Null(new AffineField(9, 1, 1).ZeroWithin(4));
    }
}
