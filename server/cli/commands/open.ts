import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { requireDashboard, signInLink } from "../dashboard/find.ts";
import { type Address, callApi } from "../dashboard/request.ts";

/** How long a dashboard that just answered may take to make a code. */
const CODE_MS = 5_000;

/** `nightshift open`: a browser, signed in; `--print` prints the link instead. */
export async function open(context: Context, { print = false }: { print?: boolean }): Promise<number> {
	const { address } = await requireDashboard(context.paths);
	const link = signInLink(address);
	context.print({ link }, () => (print ? link : null));
	if (!print) await browse(context, address);
	return DONE;
}

/**
 * Opens the person's browser; where there is none, says so and gives the link for another window. A browser's arguments can
 * be read by every user of the machine, so what stands there works once, within a minute, and for this user alone.
 */
export async function browse(context: Context, address: Address): Promise<void> {
	const done = hasScreen() && (await opened(await singleUseLink(address)));
	context.note(
		done
			? 'Opened in your browser; if it did not come up, "nightshift open --print" has a link.'
			: `No browser can be opened here; open this link yourself: ${signInLink(address)}`,
	);
}

async function singleUseLink(address: Address): Promise<string> {
	const { code } = await callApi<{ code: string }>(address, "POST", "/api/v1/sign-in-codes", CODE_MS);
	return `${address.url}/?code=${encodeURIComponent(code)}`;
}

async function opened(link: string): Promise<boolean> {
	const { default: openInBrowser } = await import("open");
	try {
		await openInBrowser(link);
		return true;
	} catch {
		// Whatever keeps it from opening, the mend is the same: the person opens the link.
		return false;
	}
}

/** Over SSH or in a container there is none, and the opener would fail in silence. */
function hasScreen(env: NodeJS.ProcessEnv = process.env): boolean {
	if (process.platform !== "linux") return true;
	return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME || env.BROWSER);
}
