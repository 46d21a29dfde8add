package dev.countersign.x509;

import java.util.List;

/** Finds the one block of a PEM text that is to be imported; private keys beside it are ignored. Stateless. */
final class SoleBlock {

    private SoleBlock() {}

    /**
     * @throws dev.countersign.manage.UnacceptableKeyException when there is none, more than one, or one of another
     *     label
     */
    static PemBlock of(List<PemBlock> blocks, String... labels) {
        List<PemBlock> counting = blocks.stream().filter(PemBlock::counts).toList();
        if (counting.size() != 1) {
            throw ImportProblem.ofFile("There are " + counting.size()
                    + " PEM blocks that could be meant; leave only the client's in the file.");
        }
        PemBlock sole = counting.get(0);
        if (!List.of(labels).contains(sole.label())) {
            throw ImportProblem.ofFile(
                    "The PEM block is labelled " + sole.label() + ", not " + String.join(" or ", labels) + ".");
        }
        return sole;
    }
}
