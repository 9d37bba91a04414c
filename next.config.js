process.env.NEXT_TELEMETRY_DISABLED ??= '1'

// npm start builds every state of the sources into a folder of its own; types are checked by
// npm run check. A tsconfig that extends another is never rewritten by the build.
const buildDir = process.env.HOLDFAST_BUILD_DIR
const ownBuild = buildDir
  ? {
      distDir: buildDir,
      typescript: { tsconfigPath: 'tsconfig.build.json', ignoreBuildErrors: true },
    }
  : {}

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  images: { unoptimized: true },
  serverExternalPackages: ['@node-rs/argon2', 'pg', 'pino'],
  turbopack: { root: import.meta.dirname },
  logging: { serverFunctions: false },
  devIndicators: false,
  ...ownBuild,
}

export default config
