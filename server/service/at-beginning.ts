/** The title of a service manager where a sentence begins: `The systemd user unit …`. */
export function atBeginning(title: string): string {
	return title.charAt(0).toUpperCase() + title.slice(1);
}
