/** As a `ref`: what has the focus when its dialog opens. The dialog looks for this attribute, which React does not write. */
export function focusFirst(element: HTMLElement | null): void {
	element?.setAttribute("autofocus", "");
}
