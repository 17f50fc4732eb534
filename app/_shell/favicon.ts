/** The icon of the tab: the moon, or the moon with the count of what needs the person. Nine and more are `9+`. */
export function faviconHref(count: number): string {
	if (count === 0) return "/icon.svg";
	const text = count > 9 ? "9+" : String(count);
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>.m{fill:#1c1c1a}@media(prefers-color-scheme:dark){.m{fill:#ecebe7}}</style><path class="m" d="M25.500 20.200A11.500 11.500 0 0 1 11.800 6.500 11.500 11.500 0 1 0 25.500 20.200Z"/><circle cx="22" cy="11" r="10" fill="#2f5bd7"/><text x="22" y="15.500" text-anchor="middle" font-family="system-ui,sans-serif" font-weight="700" font-size="${text.length > 1 ? 11 : 14}" fill="#fff">${text}</text></svg>`;
	return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
