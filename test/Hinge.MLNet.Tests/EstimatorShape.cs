using Microsoft.ML;

namespace Hinge.MLNet.Tests;

/// <summary>An estimator that changes nothing and remembers the shape that it saw: shapes can only be had so.</summary>
internal sealed class EstimatorShape : IEstimator<ITransformer>
{
    public SchemaShape? Seen { get; private set; }

    public ITransformer Fit(IDataView input) => new MLContext().Transforms.CopyColumns("Again", input.Schema[0].Name).Fit(input);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = inputSchema;
}
