-- What belongs to an instance names it, so that its history is found whatever was acted on.
ALTER TABLE "audit_entry" ADD COLUMN     "instance_id" UUID;

-- Entries of before: the one time that the log is written again.
ALTER TABLE "audit_entry" DISABLE TRIGGER "audit_entry_is_append_only";
UPDATE "audit_entry" SET "instance_id" = "resource_id"::uuid WHERE "resource_type" = 'instance' AND "resource_id" IS NOT NULL;
UPDATE "audit_entry" SET "organization_id" = (SELECT "id" FROM "organization" ORDER BY "created_at" LIMIT 1) WHERE "organization_id" IS NULL;
ALTER TABLE "audit_entry" ENABLE ALWAYS TRIGGER "audit_entry_is_append_only";

-- CreateIndex
CREATE INDEX "audit_entry_instance_id_at_idx" ON "audit_entry"("instance_id", "at");
