namespace Hinge.Playground.Sessions;

/// <summary>
/// What one browser tab has done so far: the small problem and its answer, shared by the views, with undo and redo. A view subscribes to
/// <see cref="Changed"/> and disposes its subscription.
/// </summary>
public sealed class PlaySession
{
    /// <summary>How many changes can be undone.</summary>
    private const int UndoLimit = 200;

    private readonly LinkedList<PlaneState> _undone = [], _done = [];

    private PlaneState? _beforePreview;

    private PlaneAnswer? _answer;

    /// <summary>The state and what the library says of it have changed.</summary>
    public event Action? Changed;

    /// <summary>The problem as it is now.</summary>
    public PlaneState State { get; private set; } = PlanePresets.All[0].State;

    /// <summary>What the library says of it; computed once.</summary>
    public PlaneAnswer Answer => _answer ??= new PlaneAnswer(State);

    /// <summary>Whether there is a change to take back.</summary>
    public bool CanUndo => _done.Count > 0;

    /// <summary>Whether there is a change to make again.</summary>
    public bool CanRedo => _undone.Count > 0;

    /// <summary>A change that can be undone; the end of previews, all of which are undone at once.</summary>
    public void Change(PlaneState state)
    {
        PlaneState before = _beforePreview ?? State;
        _beforePreview = null;
        if (before != state)
        {
            _done.AddLast(before);
            if (_done.Count > UndoLimit) _done.RemoveFirst();
            _undone.Clear();
        }
        Set(state);
    }

    /// <summary>A state on the way to a change: while a point is dragged or a slider moves.</summary>
    public void Preview(PlaneState state)
    {
        _beforePreview ??= State;
        Set(state);
    }

    /// <summary>Another point or entry is looked at: nothing that is worth an undo.</summary>
    public void Look(PlaneState state)
    {
        if (_beforePreview is not null) Change(State);
        Set(state);
    }

    /// <summary>Another problem altogether, such as that of a link; what was done before is forgotten.</summary>
    public void Open(PlaneState state)
    {
        _done.Clear();
        _undone.Clear();
        _beforePreview = null;
        Set(state);
    }

    /// <summary>Takes the last change back.</summary>
    public void Undo() => Go(_done, _undone);

    /// <summary>Makes the change again that was taken back last.</summary>
    public void Redo() => Go(_undone, _done);

    private void Go(LinkedList<PlaneState> from, LinkedList<PlaneState> to)
    {
        if (from.Last is not { } state) return;
        from.RemoveLast();
        to.AddLast(_beforePreview ?? State);
        _beforePreview = null;
        Set(state.Value);
    }

    private void Set(PlaneState state)
    {
        if (State == state) return;
        State = state;
        _answer = null;
        Changed?.Invoke();
    }
}
