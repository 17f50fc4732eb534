import { cpus, release, totalmem } from "node:os";
import { measureBrowser } from "./browser.ts";
import { measureConversations } from "./conversations.ts";
import { measureDays } from "./days.ts";
import { type Row, toMarkdown } from "./figures.ts";
import { measureHistory } from "./history.ts";
import { measureIdle } from "./idle.ts";
import { measureInbox } from "./inbox.ts";
import { measureInboxPage } from "./inbox-page.ts";
import { install } from "./installation.ts";
import { measurePeers } from "./peers/measure.ts";
import { measureRoadmap } from "./roadmap.ts";
import { measureStart } from "./start-latency.ts";
import { measureStatusQuery } from "./status-query.ts";
import { measureWork } from "./work.ts";

// `npm run bench`: prints a table for docs/benchmarks.md. Comparisons are taken in the same run, in turns.
// `npm run bench peers`: the same for pm2 and supervisord beside this. `npm run bench days [ITEMS]`: a simulated day of work.
// `npm run bench conversations [MEGABYTES]`: the record of conversations, with so much to read first (256).
// `npm run bench history`, `… roadmap`, `… work`, `… inbox`, `… inbox-page`: that part alone.
const table = await measure(process.argv[2]);
const machine = `Node ${process.version}, Linux ${release()}, ${cpus().length} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
console.log(`\n${machine}\n\n${table}`);

async function measure(part: string | undefined): Promise<string> {
	if (part === "peers") return measurePeers();
	if (part === "days") return toMarkdown(await measureDays());
	if (part === "roadmap") return toMarkdown(await measureRoadmap());
	if (part === "inbox") return toMarkdown([...(await measureInbox()), ...(await measureInboxPage())]);
	if (part === "conversations") return toMarkdown(await measureConversations(Number(process.argv[3]) || undefined));
	if (part === "inbox-page") return toMarkdown(await measureInboxPage());
	if (part === "work") return toMarkdown(await measureWork());
	return part === "history" ? toMarkdown(await measureHistory()) : measureOwn();
}

async function measureOwn(): Promise<string> {
	const installation = await install();
	const rows: Row[] = [];
	try {
		rows.push(...(await measureStart(installation)));
		rows.push(await measureStatusQuery(installation));
		rows.push(...(await measureBrowser(installation)));
		rows.push(...(await measureIdle(installation)));
	} finally {
		await installation.end();
	}
	rows.push(
		...(await measureHistory()),
		...(await measureRoadmap()),
		...(await measureWork()),
		...(await measureInbox()),
		...(await measureInboxPage()),
		...(await measureConversations()),
	);
	return toMarkdown(rows);
}
