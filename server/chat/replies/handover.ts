import type { LiveState } from "../../contract/state.ts";
import type { Database } from "../../db/open.ts";
import { periodOf } from "../../handover/period.ts";
import { readHandover } from "../../handover/read-handover.ts";
import { readUntil } from "../../handover/read-mark.ts";
import { readZone } from "../../handover/read-zone.ts";
import { handoverToText } from "../../handover/to-text.ts";
import { codeBlock } from "../../text/markdown.ts";

/** What was done, decided and left waiting since the person last read a handover; reading it here does not count as that. */
export async function handoverWords({ daemons, problems }: LiveState, db: Database, now = Date.now()): Promise<string> {
	const period = periodOf({}, await readUntil(db), now, await readZone(db));
	return codeBlock(handoverToText(await readHandover(db, period, now, { daemons, problems })), "text");
}
