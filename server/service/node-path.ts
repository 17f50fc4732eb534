/** Folders in which version managers keep a Node that an upgrade, or the end of the shell, takes away. */
const MANAGED: readonly [pattern: RegExp, name: string][] = [
	[/[\\/]fnm_multishells[\\/]/, "a shell of fnm, which ends with that shell"],
	[/[\\/]\.nvm[\\/]versions[\\/]/, "nvm"],
	[/[\\/]nvm[\\/]v\d/, "nvm"],
	[/[\\/]fnm[\\/]node-versions[\\/]/, "fnm"],
	[/[\\/]\.?volta[\\/]tools[\\/]/i, "Volta"],
	[/[\\/]\.asdf[\\/]installs[\\/]/, "asdf"],
	[/[\\/]mise[\\/]installs[\\/]/, "mise"],
	[/[\\/]\.(nodenv|nodebrew|nvs)[\\/]/, "a version manager"],
	[/[\\/]n[\\/]versions[\\/]node[\\/]/, "n"],
	[/[\\/]Cellar[\\/]node(@\d+)?[\\/]/, "Homebrew"],
	[/^[\\/]nix[\\/]store[\\/]/, "Nix"],
	[/[\\/]_npx[\\/]/, "npx"],
];

/** Who put Node at this path and may take it away again at an upgrade; null for an ordinary installation. */
export function versionManagerOf(node: string): string | null {
	return MANAGED.find(([pattern]) => pattern.test(node))?.[1] ?? null;
}
