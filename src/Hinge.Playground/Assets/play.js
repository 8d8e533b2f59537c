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

export function focusOn(id) {
  document.getElementById(id)?.focus();
}

const pointKeys = /^(Arrow(Left|Right|Up|Down)|PageUp|PageDown|Home|End|Insert|Delete|Backspace|[0-9])$/;

// Presses, drags and keys on the plane. A dragged point is moved here, once a frame, and the program is told where it is:
// one message at a time, the latest place always, so that a slow program makes numbers late but never the point.
export function attachPlane(svg, program) {
  let drag = null, frame = 0, isSending = false;
  const ends = new AbortController();
  const on = (name, handler) => svg.addEventListener(name, handler, { signal: ends.signal });

  const place = event => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const box = svg.viewBox.baseVal;
    return { x: Math.min(Math.max(at.x, 12), box.width - 12), y: Math.min(Math.max(at.y, 12), box.height - 12) };
  };

  const show = () => {
    frame = 0;
    if (!drag) return;
    drag.point.setAttribute("transform", `translate(${drag.at.x} ${drag.at.y})`);
    if (!isSending && drag.sent !== drag.at) send();
    frame = requestAnimationFrame(show);
  };

  const send = async () => {
    isSending = true;
    drag.sent = drag.at;
    try {
      await program.invokeMethodAsync("Drag", drag.index, drag.at.x, drag.at.y);
    } finally {
      isSending = false;
    }
  };

  on("pointerdown", event => {
    const point = event.target.closest("[data-point]");
    if (!point || event.button !== 0) return;
    event.preventDefault();
    svg.focus({ preventScroll: true });
    svg.setPointerCapture(event.pointerId);
    const index = Number(point.dataset.point);
    drag = { point, index, at: null, sent: null };
    program.invokeMethodAsync("Select", index);
  });

  on("pointermove", event => {
    if (!drag) return;
    drag.at = place(event);
    if (!frame) frame = requestAnimationFrame(show);
  });

  const end = async () => {
    if (!drag) return;
    const last = drag;
    drag = null;
    if (!last.at) return;
    await program.invokeMethodAsync("Drag", last.index, last.at.x, last.at.y);
    await program.invokeMethodAsync("Drop");
  };
  on("pointerup", end);
  on("pointercancel", end);

  on("dblclick", event => {
    if (event.target.closest("[data-point]")) return;
    const at = place(event);
    program.invokeMethodAsync("Add", at.x, at.y);
  });

  on("keydown", event => {
    const isCommand = event.ctrlKey || event.metaKey;
    if (!(isCommand ? /^[zy]$/i : pointKeys).test(event.key) || event.altKey) return;
    event.preventDefault();
    program.invokeMethodAsync("Key", event.key, event.shiftKey, isCommand);
  });

  return { detach: () => { ends.abort(); cancelAnimationFrame(frame); } };
}
