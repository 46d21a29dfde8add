package dev.countersign.boot;

import dev.countersign.fetch.FetchLimits;
import dev.countersign.text.CidrBlock;
import java.util.List;

/**
 * The settings of an application that admits another server's access tokens. Immutable.
 *
 * @param trustedProxies peers whose forwarding headers are trusted
 * @param requireTls whether requests that are neither secure nor from loopback are refused
 * @param keySets limits for the fetcher of the issuers' keys
 */
record ResourceServerSettings(List<CidrBlock> trustedProxies, boolean requireTls, FetchLimits keySets) {

    /**
     * Reads them. All other settings may be there too, since several applications of one server share them.
     *
     * @param problems that were found before
     * @throws SettingsException with all that is wrong
     */
    static ResourceServerSettings read(List<SettingsSource> sources, List<String> problems) {
        SettingsReader reader = new SettingsReader(sources);
        problems.forEach(reader::problem);
        ResourceServerSettings settings = new ResourceServerSettings(
                reader.read(
                        "trustedProxies",
                        List.of(),
                        "addresses or CIDR blocks, separated by commas or spaces",
                        SettingTypes::cidrBlocks),
                reader.read("requireTls", true, "true or false", SettingTypes::bool),
                KeySetSettings.read(reader).limits());
        reader.pass(Settings.names());
        reader.finish();
        return settings;
    }
}
