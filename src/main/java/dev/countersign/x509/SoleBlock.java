package dev.countersign.x509;

import java.util.List;

/** Finds the one block of a PEM text that counts, whatever private key stands beside it. Stateless. */
final class SoleBlock {

    private SoleBlock() {}

    /** @throws dev.countersign.auth.UnacceptableKeyException when there is none, or more than one, or another one */
    static PemBlock of(List<PemBlock> blocks, String... labels) {
        List<PemBlock> counting = blocks.stream().filter(PemBlock::counts).toList();
        if (counting.size() != 1) {
            throw Complaint.ofFile("There are " + counting.size() + " PEM blocks that could be meant; one will do.");
        }
        PemBlock sole = counting.get(0);
        if (!List.of(labels).contains(sole.label())) {
            throw Complaint.ofFile(
                    "The PEM block is labelled " + sole.label() + ", not " + String.join(" or ", labels) + ".");
        }
        return sole;
    }
}
