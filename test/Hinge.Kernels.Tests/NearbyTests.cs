namespace Hinge.Kernels.Tests;

/// <summary>Fetching ahead is a hint: it changes nothing, and may reach past the end.</summary>
public class NearbyTests
{
    [Fact]
    public void Fetch_AnyArray_ChangesNothing()
    {
        foreach (int length in (int[])[0, 1, 7, 8, 9, 100])
        {
            double[] array = [.. Enumerable.Repeat(3.0, length)];
            string[] names = [.. Enumerable.Repeat("a", length)];
            foreach (int count in (int[])[0, 1, 100, 1_000_000]) Nearby.FetchStart(array, count);
            for (int index = 0; index < length; index++)
            {
                Nearby.FetchElement(array, index);
                Nearby.FetchElement(names, index);
            }
            Assert.All(array, value => Assert.Equal(3, value));
            Assert.All(names, name => Assert.Equal("a", name));
        }
        Nearby.FetchStart(null, 5);
    }
}
