import type { Config } from 'tailwindcss'

const tone = (name: string) => ({
  DEFAULT: `var(--${name})`,
  subtle: `var(--${name}-subtle)`,
  border: `var(--${name}-border)`,
})

export default {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  darkMode: ['class', '.dark'],
  theme: {
    borderRadius: { none: '0', DEFAULT: '6px', lg: '10px', full: '9999px' },
    fontSize: {
      '2xs': ['11px', '16px'],
      xs: ['12px', '16px'],
      sm: ['13px', '20px'],
      base: ['14px', '20px'],
      lg: ['16px', '24px'],
      xl: ['20px', '28px'],
      '2xl': ['26px', '32px'],
    },
    extend: {
      colors: {
        background: 'var(--background)',
        surface: 'var(--surface)',
        raised: 'var(--raised)',
        sunken: 'var(--sunken)',
        hover: 'var(--hover)',
        border: { DEFAULT: 'var(--border)', strong: 'var(--border-strong)' },
        text: 'var(--text)',
        muted: 'var(--muted)',
        accent: { ...tone('accent'), hover: 'var(--accent-hover)', text: 'var(--on-accent)' },
        success: tone('success'),
        warning: tone('warning'),
        danger: {
          ...tone('danger'),
          solid: 'var(--danger-solid)',
          hover: 'var(--danger-solid-hover)',
          text: 'var(--on-danger)',
        },
        info: tone('info'),
        focus: 'var(--focus)',
        scrim: 'var(--scrim)',
        chart: Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [n, `var(--chart-${n})`])),
      },
      fontFamily: {
        sans: ['var(--font-geist-sans)', 'system-ui', 'sans-serif'],
        mono: ['var(--font-geist-mono)', 'ui-monospace', 'monospace'],
      },
      boxShadow: {
        raised: 'var(--shadow-raised)',
        overlay: 'var(--shadow-overlay)',
      },
    },
  },
} satisfies Config
