using Hinge.Playground.Sessions;
using Microsoft.AspNetCore.Components;

namespace Hinge.Playground.Components.Plane;

/// <summary>A view of the small problem: opens the one that its link holds, follows its changes, and keeps the address up to date.</summary>
public abstract class ProblemView : ComponentBase, IDisposable
{
    /// <summary>Browsers allow so many changes of the address in half a minute; this leaves room.</summary>
    private static readonly TimeSpan AddressDelay = TimeSpan.FromMilliseconds(300);

    private bool _isDisposed, _isWriting;

    [Inject] protected PlaySession Session { get; set; } = null!;

    [Inject] protected Browser Browser { get; set; } = null!;

    protected PlaneState State => Session.State;

    protected PlaneAnswer Answer => Session.Answer;

    /// <summary>What in the link could not be shown.</summary>
    protected IReadOnlyList<string> Complaints { get; private set; } = [];

    protected override void OnInitialized()
    {
        LinkQuery query = Browser.Query();
        if (PlaneLink.Read(query) is { } state) Session.Open(state);
        ReadLink(query);
        Complaints = query.Complaints;
        Session.Changed += OnChanged;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) ShowInAddress();
    }

    /// <summary>Reads what the view itself keeps in the address.</summary>
    protected virtual void ReadLink(LinkQuery query)
    {
    }

    /// <summary>What comes after the question mark.</summary>
    protected virtual string WriteLink() => PlaneLink.Write(State);

    /// <summary>Writes the address soon, once for all changes until then.</summary>
    protected async void ShowInAddress()
    {
        if (_isWriting) return;
        _isWriting = true;
        await Task.Delay(AddressDelay);
        _isWriting = false;
        try
        {
            if (!_isDisposed) await Browser.ShowQueryAsync(WriteLink());
        }
        catch (Exception e) when (e is Microsoft.JSInterop.JSDisconnectedException or OperationCanceledException)
        {
            // The tab is gone, and its address with it.
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Session.Changed -= OnChanged;
        GC.SuppressFinalize(this);
    }

    private void OnChanged() => InvokeAsync(() =>
    {
        StateHasChanged();
        ShowInAddress();
    });
}
