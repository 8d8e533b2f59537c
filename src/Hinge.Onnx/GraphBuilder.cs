using Google.Protobuf;
using Hinge.Onnx.Schema;
using static Hinge.Onnx.Schema.AttributeProto.Types;
using static Hinge.Onnx.Schema.TensorProto.Types;

namespace Hinge.Onnx;

/// <summary>Puts a graph together. Every value has a name; nodes come in the order in which they are added, after what they read.</summary>
internal sealed class GraphBuilder(string name)
{
    /// <summary>The domain of operators of classical models.</summary>
    public const string MachineLearning = "ai.onnx.ml";

    /// <summary>How many rows there are: a name, since any number will do.</summary>
    private const string RowCount = "N";

    private readonly GraphProto _graph = new() { Name = name };

    /// <summary>The graph so far.</summary>
    public GraphProto Graph => _graph;

    /// <summary>Adds an input of N rows.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its elements.</param>
    /// <param name="width">The numbers in a row.</param>
    /// <param name="meaning">What it is to be given, for people.</param>
    /// <returns>Its name.</returns>
    public string Input(string name, DataType type, int width, string meaning)
    {
        _graph.Input.Add(Value(name, type, meaning, width));
        return name;
    }

    /// <summary>Makes a value an output: of N rows, with a width or without.</summary>
    public void Output(string name, DataType type, string meaning, params int[] width) => _graph.Output.Add(Value(name, type, meaning, width));

    /// <summary>Adds an operator with one result.</summary>
    /// <returns>The name of its result.</returns>
    public string Node(string operation, string output, string[] inputs, params AttributeProto[] attributes)
    {
        NodeProto node = new() { OpType = operation, Name = output };
        node.Input.Add(inputs);
        node.Output.Add(output);
        node.Attribute.Add(attributes);
        _graph.Node.Add(node);
        return output;
    }

    /// <summary>The same of a domain of its own.</summary>
    public string MachineLearningNode(string operation, string output, string[] inputs, params AttributeProto[] attributes)
    {
        Node(operation, output, inputs, attributes);
        _graph.Node[^1].Domain = MachineLearning;
        return output;
    }

    /// <summary>Adds constant float32 numbers.</summary>
    public string Constant(string name, float[] values, params long[] shape)
    {
        Tensor(name, DataType.Float, shape).FloatData.Add(values);
        return name;
    }

    /// <summary>Adds a constant float64 number.</summary>
    public string Constant(string name, double value)
    {
        Tensor(name, DataType.Double, []).DoubleData.Add(value);
        return name;
    }

    /// <summary>Adds constant integers.</summary>
    public string Constant(string name, long[] values, params long[] shape)
    {
        Tensor(name, DataType.Int64, shape).Int64Data.Add(values);
        return name;
    }

    /// <summary>Adds constant texts.</summary>
    public string Constant(string name, IEnumerable<string> values, params long[] shape)
    {
        Tensor(name, DataType.String, shape).StringData.Add(values.Select(ByteString.CopyFromUtf8));
        return name;
    }

    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Attribute(string name, IEnumerable<long> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }

    public static AttributeProto Attribute(string name, IEnumerable<string> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeType.Strings };
        attribute.Strings.Add(values.Select(ByteString.CopyFromUtf8));
        return attribute;
    }

    private TensorProto Tensor(string name, DataType type, long[] shape)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)type };
        tensor.Dims.Add(shape);
        _graph.Initializer.Add(tensor);
        return tensor;
    }

    private static ValueInfoProto Value(string name, DataType type, string meaning, params int[] width)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = RowCount });
        foreach (int length in width) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = length });
        return new ValueInfoProto { Name = name, DocString = meaning, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } } };
    }
}
