package espalier.study.web;

import espalier.basics.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Who may take part: whoever gave the join code has a secret token since then, a cookie of the browser. Answers carry
 * the token's hash, so that whoever sees them cannot speak for their participant, and a browser that comes back on
 * another day is the same participant, without anything being kept here. Safe to use from several threads.
 */
final class Participants {

    /** Without letters and digits that look alike. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int CODE_LENGTH = 6;
    private static final int WRONG_CODES = 10;
    private static final long WINDOW_NANOS = 60_000_000_000L;
    /** A participant who did this little a while ago is not there any more. */
    private static final long PRESENT_NANOS = 300_000_000_000L;
    private static final int MOST_ADDRESSES = 10_000;

    private static final class Attempts {
        private final long since;
        private int wrong;

        Attempts(long since) {
            this.since = since;
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final String code;
    private final Predicate<String> known;
    private final LongSupplier clock;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final Map<String, Attempts> attempts = new ConcurrentHashMap<>();

    /**
     * Nobody yet.
     *
     * @param known whether somebody has taken part before
     * @param clock in nanoseconds
     */
    Participants(Predicate<String> known, LongSupplier clock) {
        this.known = known;
        this.clock = clock;
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < CODE_LENGTH; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        code = letters.toString();
    }

    /** What is typed to take part. */
    String code() {
        return code;
    }

    /** Whether an address has typed so many wrong codes within a minute that it has to wait. */
    boolean mustWait(String address) {
        Attempts own = attempts.get(address);
        return own != null && own.wrong >= WRONG_CODES && clock.getAsLong() - own.since < WINDOW_NANOS;
    }

    /**
     * Lets somebody in.
     *
     * @param typed   in any letters, spaces around it do not count
     * @param address that it comes from
     * @return a secret token; empty where the code is wrong, or the address must wait
     */
    Optional<String> join(String typed, String address) {
        if (mustWait(address)) {
            return Optional.empty();
        }
        byte[] given = typed.strip().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, code.getBytes(StandardCharsets.UTF_8))) {
            if (attempts.size() > MOST_ADDRESSES) {
                attempts.clear();
            }
            attempts.compute(address, (key, before) -> {
                long now = clock.getAsLong();
                Attempts own = before == null || now - before.since >= WINDOW_NANOS ? new Attempts(now) : before;
                own.wrong++;
                return own;
            });
            return Optional.empty();
        }
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        seen.put(name(token), clock.getAsLong());
        return Optional.of(token);
    }

    /** The participant of a token; empty where it is none of ours. */
    Optional<String> of(String token) {
        String name = name(token);
        if (!seen.containsKey(name) && !known.test(name)) {
            return Optional.empty();
        }
        seen.put(name, clock.getAsLong());
        return Optional.of(name);
    }

    /** How many did something within the last minutes. */
    int present() {
        long now = clock.getAsLong();
        return (int) seen.values().stream().filter(last -> now - last < PRESENT_NANOS).count();
    }

    private static String name(String token) {
        return "p" + Sha256.brief(token);
    }
}
