-- AlterTable
ALTER TABLE "client_certificate" ADD COLUMN     "refused_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "client_authority" (
    "instance_id" UUID NOT NULL,
    "certificate_pem" TEXT NOT NULL,
    "not_after" TIMESTAMPTZ(6) NOT NULL,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "client_authority_pkey" PRIMARY KEY ("instance_id")
);

-- AddForeignKey
ALTER TABLE "client_authority" ADD CONSTRAINT "client_authority_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "instance"("id") ON DELETE CASCADE ON UPDATE CASCADE;
