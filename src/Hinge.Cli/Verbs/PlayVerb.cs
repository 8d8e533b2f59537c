using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Hinge.Models;
using Hinge.Playground;
using Hinge.Playground.Training;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge play</c>: a page of this machine on which the gradient is seen at work.</summary>
internal sealed class PlayVerb
{
    private readonly DataArguments _data = new();
    private readonly Option<string?> _model = new("--model") { Description = "A model of DATA's features and classes, to begin Real data with.", HelpName = "MODEL" };
    private readonly Option<string?> _shape = new("--shape") { Description = "How an example's features lie in an image, such as 28x28; where they fill a square, that is the default.", HelpName = "RxC" };
    private readonly Option<int> _port = NumberOption.Create("--port", "N", "The port; 0 for any that is free.", PlaygroundOptions.DefaultPort, $"a whole number from {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}", port => port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort);
    private readonly Option<string> _address = new("--address") { Description = "The address to listen on. Others than the default let other machines reach the page, without encryption.", HelpName = "ADDR", DefaultValueFactory = _ => IPAddress.Loopback.ToString() };
    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Print the address alone." };

    public static Command Create()
    {
        PlayVerb verb = new();
        Command command = new("play", "Serves a page to this machine's browser: points to drag, the gradient's terms as arrows, programs with mistakes run line by line, and training as it happens. DATA, by default the shipped digits, is what the view Real data shows. Ctrl-C ends it.");
        verb._data.AddOptionalTo(command);
        foreach (Option option in new Option[] { verb._model, verb._shape, verb._port, verb._address, verb._noBrowser }) command.Options.Add(option);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Pages");
        PlaygroundOptions options = new() { Address = Address(parsed), Port = parsed.GetValue(_port) };
        ServeAsync(Content(parsed), options, parsed, terminal).GetAwaiter().GetResult();
        return ExitCode.Success;
    }

    private async Task ServeAsync(PlaygroundContent content, PlaygroundOptions options, ParseResult parsed, Terminal terminal)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Pages");
        using Interruption interruption = new();
        await using PlaygroundServer server = await PlaygroundServer.StartAsync(content, options, interruption.Token);
        if (!options.IsLoopback)
            terminal.Remark($"warning: the page is served on {options.Address} without encryption. Whoever sees its traffic or its address with the token can use it.");
        // The address is the verb's result: it is printed whatever else is not.
        if (!terminal.IsJson) Terminal.Print(() => Console.Out.WriteLine(server.EntryAddress));
        terminal.Json(new JsonObject { ["url"] = server.EntryAddress.ToString(), ["address"] = options.Address.ToString(), ["port"] = server.Address.Port, ["data"] = content.DataName });
        if (!parsed.GetValue(_noBrowser) && !WebBrowser.TryOpen(server.EntryAddress)) terminal.Remark("no browser was found to open it with; open the address yourself.");
        if (terminal.Reports) terminal.Remark("Ctrl-C ends it.");
        await server.ServeAsync(interruption.Token);
    }

    private PlaygroundContent Content(ParseResult parsed)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Pages");
        PlaygroundContent content = Loaded(parsed);
        if (parsed.GetValue(_shape) is not { } text) return content;
        Pictures.ImageShape shape = Pictures.ImageShape.Parse(text, content.Data.Features.FeatureCount);
        return content with { Shape = new ImageShape(shape.Rows, shape.Columns) };
    }

    private PlaygroundContent Loaded(ParseResult parsed)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Pages");
        string? path = parsed.GetValue(_model);
        if (!_data.IsGiven(parsed))
        {
            return path is null
                ? new PlaygroundContent(DemoVerb.Digits(), "digits")
                : throw new ArgumentException("--model needs DATA beside it, whose examples the page shows. Name the data that the model is for.");
        }
        if (path is null) return new PlaygroundContent(_data.LoadForTraining(parsed), _data.Name(parsed));
        LinearModel model = LinearModel.Load(path);
        return new PlaygroundContent(_data.LoadFor(model, parsed), _data.Name(parsed), model);
    }

    private IPAddress Address(ParseResult parsed)
    {
        string text = parsed.GetValue(_address)!;
        if (text == "localhost") return IPAddress.Loopback;
        return IPAddress.TryParse(text, out IPAddress? address)
            ? address
            : throw new ArgumentException($"--address must be a numeric address of this machine, such as 127.0.0.1, or localhost; got {text}.");
    }
}
