Countersign
Licensed under the Apache License, Version 2.0: see LICENSE.

countersign.war contains these libraries unchanged, each as a jar of its own; of Bootstrap and lit-html it contains the
files that the console loads. The build writes this list from what the libraries say of themselves.
<#list dependencyMap as entry>

${entry.getKey().groupId}:${entry.getKey().artifactId} ${entry.getKey().version}
<#list entry.getValue() as licence>
  ${licence}
</#list>
<#if entry.getKey().url??>  ${entry.getKey().url}
</#if></#list>
