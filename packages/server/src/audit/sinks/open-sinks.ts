// The sinks that the settings ask for.
import { SettingsError } from "../../config/read-settings.ts";
import type { Settings } from "../../config/settings.ts";
import type { AuditSink } from "../../jobs/audit-sink.ts";
import { createFileSink } from "./file-sink.ts";
import { createStdoutSink } from "./stdout-sink.ts";
import { createWebhookSink } from "./webhook-sink.ts";

/** A file that cannot be opened is told at the start, not when it is missed. */
function opened(setting: string, open: () => AuditSink): AuditSink {
  try {
    return open();
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw new SettingsError([`\`${setting}\` cannot be used: ${why}`]);
  }
}

/** @throws SettingsError */
export function openSinks(settings: Settings): readonly AuditSink[] {
  const { auditFile, auditStdout, auditWebhook, auditWebhookTokenFile, auditWebhookCa } = settings;
  return [
    ...(auditFile === undefined ? [] : [opened("audit-file", () => createFileSink(auditFile))]),
    ...(auditStdout ? [createStdoutSink()] : []),
    ...(auditWebhook === undefined
      ? []
      : [
          opened("audit-webhook-ca", () =>
            createWebhookSink({
              ...{ url: auditWebhook, tokenFile: auditWebhookTokenFile, caFile: auditWebhookCa },
            }),
          ),
        ]),
  ];
}
