using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Saving;

/// <summary>One row, which can be anything that ML.NET has a type for.</summary>
/// <param name="columns">Its columns.</param>
/// <param name="getters">For each a ValueGetter of its type.</param>
internal sealed class OneRowView(IReadOnlyList<DataViewSchema.DetachedColumn> columns, IReadOnlyList<Delegate> getters) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = SchemaOf(columns);

    public long? GetRowCount() => 1;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(Schema, getters);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema SchemaOf(IReadOnlyList<DataViewSchema.DetachedColumn> columns)
    {
        DataViewSchema.Builder schema = new();
        schema.AddColumns(columns);
        return schema.ToSchema();
    }

    private sealed class Cursor(DataViewSchema schema, IReadOnlyList<Delegate> getters) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => schema;

        public override bool MoveNext() => ++_position == 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => (ValueGetter<TValue>)getters[column.Index];
    }
}
