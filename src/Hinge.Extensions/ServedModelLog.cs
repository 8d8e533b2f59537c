using Microsoft.Extensions.Logging;

namespace Hinge.Extensions;

/// <summary>What the log is told.</summary>
internal static partial class ServedModelLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Model {Name} is loaded from {Path}; its relative gap is {RelativeGap}.")]
    public static partial void Loaded(ILogger logger, string name, string path, double relativeGap);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Model {Name} stays as it was: {Path} cannot be loaded.")]
    public static partial void Kept(ILogger logger, string name, string path, Exception exception);
}
