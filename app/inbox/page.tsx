import { Inbox } from "../_features/inbox/inbox.tsx";

export default function InboxPage() {
	return <Inbox />;
}
