// What a page needs of a script: the address bar, the clipboard, and a dragged point that keeps up with the pointer.
// Nothing is computed here; every number comes from the program.

export function showQuery(query) {
  // The state object is the router's; only the address changes.
  history.replaceState(history.state, "", location.pathname + "?" + query);
}

export async function copyAddress() {
  try {
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    return false;
  }
}
