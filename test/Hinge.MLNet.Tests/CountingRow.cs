using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Tests;

/// <summary>The same features at one position after another, and how often they were read.</summary>
internal sealed class CountingRow(DataViewSchema schema, float[] features) : DataViewRow
{
    private long _position;

    public int Reads { get; private set; }

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => schema;

    public void Next() => _position++;

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = default;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ValueGetter<TValue>)(Delegate)(ValueGetter<VBuffer<float>>)Read;

    private void Read(ref VBuffer<float> row)
    {
        Reads++;
        row = new VBuffer<float>(features.Length, features);
    }
}
