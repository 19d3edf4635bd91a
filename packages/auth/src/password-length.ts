/** Length of a password in characters. NIST SP 800-63B asks for length, not for kinds of characters. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;
