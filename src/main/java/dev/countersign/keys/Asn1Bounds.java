package dev.countersign.keys;

/**
 * Checks tags and lengths of an untrusted encoding (X.690, section 8.1) before a library reads it: some libraries
 * recurse at each level, or allocate an object for every two bytes. Works without recursion and ignores contents. Not
 * thread-safe; the static methods are.
 */
public final class Asn1Bounds {

    /** Levels of constructed values. A certificate has about 10, a PKCS #7 file with certificates about 15. */
    public static final int MAX_DEPTH = 32;

    /** Values at all levels together. A certificate has some dozens; an archive holds its own inside octet strings. */
    public static final int MAX_VALUES = 20_000;

    /** Bytes of a tag's number after the first (X.690, section 8.1.2.4): 28 bits. */
    private static final int MAX_TAG_BYTES = 4;

    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1F;
    private static final int LONG_LENGTH = 0x80;

    private final byte[] encoding;
    private final boolean isBer;

    /**
     * Limit of each open value, the whole encoding first: its end; for an indefinite length, the complement of the
     * enclosing limit, as its own end is an end-of-contents marker before that.
     */
    private final int[] ends = new int[MAX_DEPTH + 1];

    private int depth;
    private int values;
    private int at;

    private Asn1Bounds(byte[] encoding, boolean isBer) {
        this.encoding = encoding;
        this.isBer = isBer;
        this.ends[0] = encoding.length;
    }

    /**
     * Requires exactly one value of definite length, as certificates and keys are encoded.
     *
     * @throws MalformedDerException with the rule that is broken
     */
    public static void requireDer(byte[] encoding) throws MalformedDerException {
        new Asn1Bounds(encoding, false).walk();
    }

    /**
     * Requires exactly one value, indefinite lengths included (X.690, section 8.1.3.6): older tools write archives so.
     */
    public static void requireBer(byte[] encoding) throws MalformedDerException {
        new Asn1Bounds(encoding, true).walk();
    }

    private void walk() throws MalformedDerException {
        do {
            readHeader();
            closeEnded();
        } while (depth > 0);
        require(at == encoding.length, "something follows its end");
    }

    /** Goes into a constructed value, and past a primitive one. */
    private void readHeader() throws MalformedDerException {
        require(++values <= MAX_VALUES, "it has more than " + MAX_VALUES + " values");
        int tag = next();
        require(tag != 0, "a value has the tag 0");
        if ((tag & LONG_TAG) == LONG_TAG) {
            skipTagNumber();
        }
        int first = next();
        if (first == LONG_LENGTH) {
            require(isBer && (tag & CONSTRUCTED) != 0, "a length is indefinite, so that it is not DER");
            open(~limit());
            return;
        }
        int length = first < LONG_LENGTH ? first : longLength(first - LONG_LENGTH);
        require(length <= limit() - at, "a length reaches beyond the end");
        if ((tag & CONSTRUCTED) == 0) {
            at += length;
        } else {
            open(at + length);
        }
    }

    private void skipTagNumber() throws MalformedDerException {
        int bytes = 1;
        while ((next() & LONG_LENGTH) != 0) {
            require(++bytes <= MAX_TAG_BYTES, "a tag is longer than " + MAX_TAG_BYTES + " bytes");
        }
    }

    private int longLength(int bytes) throws MalformedDerException {
        require(bytes <= Integer.BYTES, "a length is longer than " + Integer.BYTES + " bytes");
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length = (length << Byte.SIZE) | next();
        }
        require(length <= Integer.MAX_VALUE, "a length reaches beyond the end");
        require(isBer || isShortest(length, bytes), "a length is not written the shortest way, so that it is not DER");
        return (int) length;
    }

    private static boolean isShortest(long length, int bytes) {
        return length >= LONG_LENGTH && length >>> ((bytes - 1) * Byte.SIZE) != 0;
    }

    private void open(int end) throws MalformedDerException {
        require(depth < MAX_DEPTH, "its values are nested deeper than " + MAX_DEPTH + " levels");
        ends[++depth] = end;
    }

    private void closeEnded() throws MalformedDerException {
        while (depth > 0 && (ends[depth] < 0 ? isEndMark() : at == ends[depth])) {
            at += ends[depth] < 0 ? 2 : 0;
            depth--;
        }
    }

    /** X.690, section 8.1.5. */
    private boolean isEndMark() {
        return limit() - at >= 2 && encoding[at] == 0 && encoding[at + 1] == 0;
    }

    private int limit() {
        return ends[depth] < 0 ? ~ends[depth] : ends[depth];
    }

    private int next() throws MalformedDerException {
        require(at < limit(), "it is cut off");
        return encoding[at++] & 0xFF;
    }

    private static void require(boolean holds, String rule) throws MalformedDerException {
        if (!holds) {
            throw new MalformedDerException(rule);
        }
    }
}
