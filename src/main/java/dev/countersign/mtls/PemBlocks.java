package dev.countersign.mtls;

import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM file (RFC 7468) that holds one kind of things. Lines between the blocks are comments; a block of
 * any other kind is refused. Stateless.
 */
final class PemBlocks {

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 .#]{1,40})-----");
    private static final String BOUNDARY = "-----";

    private PemBlocks() {}

    /** One block, or what stands for one in a file of another kind. */
    static final class Block {

        private final String place;
        private final byte[] der;

        /** @param place where it is, for people */
        Block(String place, byte[] der) {
            this.place = place;
            this.der = der;
        }

        String place() {
            return place;
        }

        byte[] der() {
            return der;
        }
    }

    static boolean isPem(byte[] content) {
        // A value of ASN.1 may hold a text that looks like PEM.
        return content[0] != 0x30 && new String(content, StandardCharsets.ISO_8859_1).contains(BOUNDARY + "BEGIN ");
    }

    /**
     * @param labels of the blocks that are wanted
     * @throws UnusableFileException with the line of what is wrong
     */
    static List<Block> of(byte[] content, List<String> labels, int max) throws UnusableFileException {
        String[] lines = new String(content, StandardCharsets.ISO_8859_1).split("\r\n|\r|\n", -1);
        List<Block> blocks = new ArrayList<>();
        int at = 0;
        while (at < lines.length) {
            String line = lines[at].strip();
            int boundary = line.indexOf(BOUNDARY + "BEGIN ");
            if (boundary < 0) {
                require(!line.contains(BOUNDARY + "END "), at, "ends a block that was not begun");
                at++;
                continue;
            }
            // A byte order mark may stand before the first.
            Matcher begin = BEGIN.matcher(line.substring(boundary));
            require(begin.matches(), at, "should begin a PEM block, and is not written like that");
            String label = begin.group(1);
            require(
                    !label.contains("PRIVATE KEY"),
                    at,
                    "begins a private key: such a key does not belong into this file");
            require(labels.contains(label), at, "begins a block of another kind than " + labels.get(0));
            require(blocks.size() < max, at, "begins one more block than the " + max + " that are allowed");
            int end = endOf(lines, at, label);
            blocks.add(new Block("line " + (at + 1), decoded(lines, at, end)));
            at = end + 1;
        }
        return blocks;
    }

    private static int endOf(String[] lines, int begin, String label) throws UnusableFileException {
        for (int i = begin + 1; i < lines.length; i++) {
            if (lines[i].contains(BOUNDARY)) {
                require(
                        lines[i].strip().equals(BOUNDARY + "END " + label + BOUNDARY),
                        i,
                        "should end the block " + label);
                return i;
            }
        }
        throw new UnusableFileException("line " + (begin + 1) + " begins a block without an end");
    }

    private static byte[] decoded(String[] lines, int begin, int end) throws UnusableFileException {
        StringBuilder base64 = new StringBuilder();
        for (int i = begin + 1; i < end; i++) {
            base64.append(lines[i].strip());
        }
        try {
            return CanonicalBase64.STANDARD.decode(base64.toString());
        } catch (MalformedException e) {
            throw new UnusableFileException("the block from line " + (begin + 1) + " is not Base64", e);
        }
    }

    private static void require(boolean holds, int line, String problem) throws UnusableFileException {
        if (!holds) {
            throw new UnusableFileException("line " + (line + 1) + " " + problem);
        }
    }
}
