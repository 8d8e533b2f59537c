using Hinge.Playground.Sessions;

namespace Hinge.Playground.Tests.Sessions;

public sealed class PlaySessionTests
{
    [Fact]
    public void Previews_UpToAChange_AreUndoneAtOnce()
    {
        PlaySession session = new();
        PlaneState before = session.State;
        for (int step = 1; step <= 20; step++) session.Preview(before.WithPointAt(0, 0.1 * step, 0));
        session.Change(session.State);
        PlaneState after = session.State;
        session.Undo();
        Assert.Same(before, session.State);
        Assert.False(session.CanUndo);
        session.Redo();
        Assert.Same(after, session.State);
    }

    [Fact]
    public void Undo_InTheMiddleOfPreviews_GoesBackToBeforeThem()
    {
        PlaySession session = new();
        PlaneState first = session.State;
        session.Change(first with { Lambda = 0.5 });
        PlaneState second = session.State;
        session.Preview(second with { Lambda = 0.7 });
        session.Undo();
        Assert.Same(first, session.State);
        session.Redo();
        Assert.Same(second, session.State);
    }

    [Fact]
    public void Change_AfterUndo_ForgetsWhatWasUndone()
    {
        PlaySession session = new();
        session.Change(session.State with { Lambda = 0.5 });
        session.Undo();
        session.Change(session.State with { Lambda = 0.6 });
        Assert.False(session.CanRedo);
    }

    [Fact]
    public void Look_AtAnotherPoint_IsNoChangeToUndo()
    {
        PlaySession session = new();
        int heard = 0;
        session.Changed += () => heard++;
        session.Look(session.State with { Selected = 5 });
        Assert.Equal(1, heard);
        Assert.False(session.CanUndo);
        Assert.Equal(5, session.Answer.Selected.Example);
    }

    [Fact]
    public void Undo_Goes200ChangesBack()
    {
        PlaySession session = new();
        for (int change = 1; change <= 250; change++) session.Change(session.State with { Lambda = change });
        while (session.CanUndo) session.Undo();
        Assert.Equal(50, session.State.Lambda);
    }
}
