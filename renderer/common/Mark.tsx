/** The gate of the one-stop desk, drawn for motcua. */
export const Mark = () => (
  <svg
    className="mark"
    viewBox="0 0 72 72"
    fill="none"
    stroke="currentColor"
    strokeWidth="3"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d="M5 26c9 0 15-2 20-7h22c5 5 11 7 20 7" />
    <path d="M25 19v-4c0-2 3-5 11-8 8 3 11 6 11 8v4" />
    <path d="M12 27v35M60 27v35" />
    <path d="M5 64h62" />
    <path d="M26 62V42c0-6 4-10 10-10s10 4 10 10v20" />
    <path d="M12 36h10M50 36h10" />
  </svg>
);
