/** The facts from which `init` writes a repository. Each one is valid for its field. */
export interface RepositoryAnswers {
  /** The platform's name. */
  readonly name: string;
  /** The team that owns the platform, for people. */
  readonly team: string;
  readonly contact: string;
  /** The GitHub team that owns the platform: organisation/team. */
  readonly github: string;
  /** The URL from which Argo CD reads the repository. */
  readonly repository: string;
  /** The main branch, without refs/heads/. */
  readonly branch: string;
  readonly clusters: readonly string[];
  /** A minor or a full version. */
  readonly kubernetes: string;
  readonly argoCD: string;
  /** The Argo CD instance that syncs all clusters. Undefined if each cluster has its own. */
  readonly hub: string | undefined;
  /** The folder of the platform in a repository that other projects use, too. Undefined for the root of a repository. */
  readonly folder: string | undefined;
}
