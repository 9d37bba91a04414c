-- AlterTable
ALTER TABLE "allowed_ip" ADD COLUMN     "hit_count" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "last_matched_at" TIMESTAMPTZ(6),
ADD COLUMN     "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "application_id" UUID,
ADD COLUMN     "creation_address" TEXT,
ADD COLUMN     "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "member_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "organization_id" UUID,
ADD COLUMN     "user_agent" TEXT;

-- AlterTable
ALTER TABLE "certificate" ADD COLUMN     "renewal_failure" TEXT,
ADD COLUMN     "renewal_requested_at" TIMESTAMPTZ(6),
ADD COLUMN     "renewed_at" TIMESTAMPTZ(6);

-- AlterTable
ALTER TABLE "endpoint" ADD COLUMN     "bind_address" TEXT,
ADD COLUMN     "closing_at" TIMESTAMPTZ(6),
ADD COLUMN     "failure" TEXT,
ADD COLUMN     "private_network_id" UUID;

-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "allowed_ips_enforced_at" TIMESTAMPTZ(6),
ADD COLUMN     "allowed_ips_generation" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "allowed_ips_observed_generation" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "applied_settings" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "inventory_failure" TEXT,
ADD COLUMN     "inventory_read_at" TIMESTAMPTZ(6),
ADD COLUMN     "pending_restart_settings" TEXT[],
ADD COLUMN     "settings_failure" TEXT,
ADD COLUMN     "settings_generation" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "settings_observed_generation" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "invite_expires_at" TIMESTAMPTZ(6),
ADD COLUMN     "invite_token_hash" TEXT,
ADD COLUMN     "oidc_issuer" TEXT,
ADD COLUMN     "oidc_subject" TEXT,
ADD COLUMN     "tags" TEXT[],
ADD COLUMN     "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "policy" ADD COLUMN     "application_id" UUID,
ADD COLUMN     "description" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "group_id" UUID,
ADD COLUMN     "name" TEXT,
ADD COLUMN     "organization_id" UUID,
ADD COLUMN     "tags" TEXT[],
ADD COLUMN     "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "member_id" DROP NOT NULL;

-- What a policy allowed until now becomes its one rule.
UPDATE "policy" SET "name" = 'Policy ' || left("policy"."id"::text, 8) || right("policy"."id"::text, 8),
  "organization_id" = (SELECT "organization_id" FROM "member" WHERE "member"."id" = "policy"."member_id");
ALTER TABLE "policy" ALTER COLUMN "name" SET NOT NULL, ALTER COLUMN "organization_id" SET NOT NULL;

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "iam_group" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[],
    "oidc_groups" TEXT[],
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "iam_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_member" (
    "group_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "is_from_oidc" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("group_id","member_id")
);

-- CreateTable
CREATE TABLE "group_application" (
    "group_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "group_application_pkey" PRIMARY KEY ("group_id","application_id")
);

-- CreateTable
CREATE TABLE "application" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[],
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_rule" (
    "id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "permission_set_names" TEXT[],
    "is_organization_wide" BOOLEAN NOT NULL DEFAULT false,
    "project_ids" UUID[],
    "condition" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "policy_rule_pkey" PRIMARY KEY ("id")
);

INSERT INTO "policy_rule" ("id", "policy_id", "position", "permission_set_names", "is_organization_wide", "project_ids")
SELECT gen_random_uuid(), "id", 0, "permission_set_names", "project_id" IS NULL,
  CASE WHEN "project_id" IS NULL THEN ARRAY[]::uuid[] ELSE ARRAY["project_id"] END
FROM "policy";
ALTER TABLE "policy" DROP COLUMN "permission_set_names", DROP COLUMN "project_id";

-- CreateTable
CREATE TABLE "private_network" (
    "id" UUID NOT NULL,
    "cidr" TEXT NOT NULL,
    "interface_name" TEXT NOT NULL,
    "addresses" TEXT[],
    "last_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "private_network_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "client_certificate" (
    "id" UUID NOT NULL,
    "instance_id" UUID NOT NULL,
    "user_name" TEXT NOT NULL,
    "serial_number" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "not_after" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "client_certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "logical_database" (
    "instance_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT,
    "is_managed" BOOLEAN NOT NULL,
    "size_bytes" BIGINT,
    "status" TEXT NOT NULL,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "logical_database_pkey" PRIMARY KEY ("instance_id","name")
);

-- CreateTable
CREATE TABLE "database_user" (
    "instance_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "is_admin" BOOLEAN NOT NULL,
    "is_managed" BOOLEAN NOT NULL,
    "connection_limit" INTEGER,
    "requires_client_certificate" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL,
    "failure" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "observed_generation" INTEGER NOT NULL DEFAULT 0,
    "reassign_to" TEXT,
    "password_changed_at" TIMESTAMPTZ(6),
    "last_connected_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "database_user_pkey" PRIMARY KEY ("instance_id","name")
);

-- CreateTable
CREATE TABLE "privilege" (
    "instance_id" UUID NOT NULL,
    "database_name" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "permission" TEXT,
    "observed_permission" TEXT NOT NULL DEFAULT 'none',
    "status" TEXT NOT NULL,
    "failure" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "observed_generation" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "privilege_pkey" PRIMARY KEY ("instance_id","database_name","user_name")
);

-- CreateTable
CREATE TABLE "database_extension" (
    "instance_id" UUID NOT NULL,
    "database_name" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT,
    "status" TEXT NOT NULL,
    "failure" TEXT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "database_extension_pkey" PRIMARY KEY ("instance_id","database_name","name")
);

-- CreateTable
CREATE TABLE "access_review_decision" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "item_kind" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "item_name" TEXT NOT NULL,
    "instance_id" UUID,
    "decision" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "decided_by_id" TEXT NOT NULL,
    "decided_by_name" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "review_by" TIMESTAMPTZ(6),

    CONSTRAINT "access_review_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "iam_group_organization_id_name_key" ON "iam_group"("organization_id", "name");

-- CreateIndex
CREATE INDEX "group_member_member_id_idx" ON "group_member"("member_id");

-- CreateIndex
CREATE INDEX "group_application_application_id_idx" ON "group_application"("application_id");

-- CreateIndex
CREATE UNIQUE INDEX "application_organization_id_name_key" ON "application"("organization_id", "name");

-- CreateIndex
CREATE INDEX "policy_rule_policy_id_idx" ON "policy_rule"("policy_id");

-- CreateIndex
CREATE UNIQUE INDEX "private_network_cidr_key" ON "private_network"("cidr");

-- CreateIndex
CREATE UNIQUE INDEX "client_certificate_serial_number_key" ON "client_certificate"("serial_number");

-- CreateIndex
CREATE INDEX "client_certificate_instance_id_user_name_idx" ON "client_certificate"("instance_id", "user_name");

-- CreateIndex
CREATE INDEX "access_review_decision_organization_id_item_kind_item_id_de_idx" ON "access_review_decision"("organization_id", "item_kind", "item_id", "decided_at");

-- CreateIndex
CREATE INDEX "api_key_application_id_idx" ON "api_key"("application_id");

-- CreateIndex
CREATE INDEX "audit_entry_organization_id_at_idx" ON "audit_entry"("organization_id", "at");

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_at_idx" ON "audit_entry"("actor_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "member_invite_token_hash_key" ON "member"("invite_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "member_oidc_issuer_oidc_subject_key" ON "member"("oidc_issuer", "oidc_subject");

-- CreateIndex
CREATE INDEX "policy_group_id_idx" ON "policy"("group_id");

-- CreateIndex
CREATE INDEX "policy_application_id_idx" ON "policy"("application_id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_organization_id_name_key" ON "policy"("organization_id", "name");

-- AddForeignKey
ALTER TABLE "iam_group" ADD CONSTRAINT "iam_group_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "iam_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_application" ADD CONSTRAINT "group_application_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "iam_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_application" ADD CONSTRAINT "group_application_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "iam_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_rule" ADD CONSTRAINT "policy_rule_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policy"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_private_network_id_fkey" FOREIGN KEY ("private_network_id") REFERENCES "private_network"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "client_certificate" ADD CONSTRAINT "client_certificate_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "instance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logical_database" ADD CONSTRAINT "logical_database_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "instance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "database_user" ADD CONSTRAINT "database_user_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "instance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "privilege" ADD CONSTRAINT "privilege_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "instance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "database_extension" ADD CONSTRAINT "database_extension_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "instance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A key acts for one principal, a policy speaks of at most one.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_bearer_check" CHECK (num_nonnulls("member_id", "application_id") = 1);
ALTER TABLE "policy" ADD CONSTRAINT "policy_principal_check" CHECK (num_nonnulls("member_id", "group_id", "application_id") <= 1);
