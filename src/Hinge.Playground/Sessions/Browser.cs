using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Hinge.Playground.Sessions;

/// <summary>What is asked of the browser beyond showing components: its address bar, its clipboard, its focus.</summary>
public sealed class Browser(IJSRuntime script, NavigationManager navigation)
{
    private IJSObjectReference? _module;

    /// <summary>The functions of play.js.</summary>
    public async ValueTask<IJSObjectReference> ModuleAsync() => _module ??= await script.InvokeAsync<IJSObjectReference>("import", "/play.js");

    /// <summary>Writes the state of a view into the address, without going anywhere and without another entry in the history.</summary>
    /// <param name="query">What comes after the question mark.</param>
    public async Task ShowQueryAsync(string query) => await (await ModuleAsync()).InvokeVoidAsync("showQuery", query);

    /// <summary>Copies the address, which holds the state but not the token.</summary>
    public async Task<bool> CopyAddressAsync() => await (await ModuleAsync()).InvokeAsync<bool>("copyAddress");

    /// <summary>Moves the focus to an element, for keys that go from one to the next.</summary>
    public async Task FocusAsync(string id) => await (await ModuleAsync()).InvokeVoidAsync("focusOn", id);

    /// <summary>The state of a view in the address.</summary>
    public LinkQuery Query() => new(navigation.Uri);
}
